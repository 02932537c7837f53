import type { DocumentCard } from "@parley/documents";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { type ReactElement, useCallback } from "react";
import { type FindVariableFace, useVariableFaces } from "../../../editor/index.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { askForField } from "./asked-field.ts";
import { useContractFields } from "./use-contract-fields.ts";

/** Gives the variables in a contract's text their names, and opens the field of one that is clicked. It shows nothing itself. */
export function ValuesBar({ card }: { card: DocumentCard }): ReactElement | null {
  // Outsiders know nothing of the record.
  return isColleague(useMe()) ? <VariableNames card={card} /> : null;
}

function VariableNames({ card }: { card: DocumentCard }): null {
  const language = useLanguage();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const fields = useContractFields(card.id).query.data?.fields;
  const find = useCallback<FindVariableFace>(
    (name) => {
      const definition = fields?.find((field) => field.definition.name === name)?.definition;
      if (!definition) return null;
      return {
        label: definition.labels[language],
        kind: definition.kind,
        onOpen: () => {
          void navigate({ to: pathname, search: { panel: "fields" }, replace: true });
          askForField(name);
        },
      };
    },
    [fields, language, navigate, pathname],
  );
  useVariableFaces(find);
  return null;
}
