import { migrate } from "../platform/postgres/migrate.ts";
import { type Command, withTool } from "./command.ts";

export const migrateCommand: Command = {
  name: "migrate",
  usage: "",
  about: "Bring the database up to date without starting the server.",
  run: async ({ env, print }) => {
    const ran = await withTool(env, { user: "tool", untouched: true }, ({ app, database }) =>
      migrate(database, app.slices),
    );
    for (const name of ran) print(name);
    print(ran.length === 0 ? "The database was up to date." : `${ran.length} migrations done.`);
    return 0;
  },
};
