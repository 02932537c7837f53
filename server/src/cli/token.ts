import { parseArgs } from "node:util";
import { type Command, WrongUsage, withTool } from "./command.ts";

export const tokenCommand: Command = {
  name: "token",
  usage: "create --email E",
  about: "Make a personal access token for a colleague and print its secret.",
  run: async ({ args, env, print, tell }) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { email: { type: "string" } },
      allowPositionals: true,
    });
    const { email } = values;
    if (positionals.join() !== "create" || email === undefined) throw new WrongUsage("An e-mail is needed.");
    const { secret, person } = await withTool(env, { user: "tool" }, ({ app }) => app.people.createTokenFor(email));
    tell(`Token of ${person.name} <${email}>; it is shown only now:`);
    print(secret);
    return 0;
  },
};
