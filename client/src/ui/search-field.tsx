import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";

const quietMs = 250;

/**
 * A search field whose text lives elsewhere (in the address). It asks when typing pauses, and takes over a text that came from
 * outside (going back in the browser), but never the echo of its own while one types on.
 */
export function SearchField(props: {
  label: string;
  text: string;
  onSearch: (text: string) => void;
  className?: string | undefined;
}): ReactElement {
  const [typed, setTyped] = useState(props.text);
  const [known, setKnown] = useState(props.text);
  const [asked, setAsked] = useState(props.text);
  if (props.text !== known) {
    setKnown(props.text);
    if (props.text !== asked) setTyped(props.text);
  }
  const ask = useDebouncedCallback((text: string) => {
    setAsked(text.trim());
    props.onSearch(text.trim());
  }, quietMs);
  return (
    <TextInput
      type="search"
      variant="filled"
      className={props.className ?? ""}
      aria-label={props.label}
      placeholder={props.label}
      leftSection={<IconSearch size={16} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}
