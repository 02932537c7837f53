import { IconPlus, IconUsers } from "@tabler/icons-react";
import type { Audience } from "@parley/documents";
import { type ReactElement, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./audience-choice.module.css";
import { CircleDialog } from "./circle-dialog.tsx";
import type { ThreadFor } from "./comment-drafts.ts";
import { NewCircleDialog } from "./new-circle-dialog.tsx";

/** Who is to see a new thread: colleagues, everyone, or one of the circles that its author is in or makes for it. */
export function AudienceChoice(props: { value: ThreadFor; onChange: (value: ThreadFor) => void }): ReactElement {
  const { t } = useTranslation();
  const { comments } = useDocumentEditor();
  const [dialog, setDialog] = useState<"new" | "circle" | null>(null);
  const name = useId();
  const { value } = props;
  const audiences = (["internal", "everyone"] as const).filter((each) => comments.audiences.includes(each));
  const circleId = typeof value === "string" ? null : value.circleId;
  return (
    <div>
      <div className={classes["choice"]} role="radiogroup" aria-label={t("editor.comments.audience.label")}>
        {audiences.map((each) => (
          <Option key={each} group={name} chosen={value === each} onChoose={() => props.onChange(each)}>
            {t(`editor.comments.audience.${each}`)}
          </Option>
        ))}
        {comments.circles.map((circle) => (
          <Option
            key={circle.id}
            group={name}
            chosen={circle.id === circleId}
            onChoose={() => props.onChange({ circleId: circle.id })}
          >
            <IconUsers size={14} stroke={1.7} aria-hidden />
            <span className={classes["name"]} title={circle.name}>
              {circle.name}
            </span>
          </Option>
        ))}
        {comments.mayMakeCircles ? (
          <button type="button" className={classes["new"]} onClick={() => setDialog("new")}>
            <IconPlus size={14} stroke={1.7} aria-hidden />
            {t("editor.circles.new")}
          </button>
        ) : null}
      </div>
      <Note value={value} onShow={() => setDialog("circle")} />
      {dialog === "new" ? (
        <NewCircleDialog onMade={(made) => props.onChange({ circleId: made })} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === "circle" && circleId !== null ? (
        <CircleDialog circleId={circleId} onClose={() => setDialog(null)} />
      ) : null}
    </div>
  );
}

function Option(props: { group: string; chosen: boolean; onChoose: () => void; children: ReactNode }): ReactElement {
  return (
    <label className={classes["option"]} data-chosen={props.chosen}>
      <input type="radio" name={props.group} checked={props.chosen} onChange={props.onChoose} />
      {props.children}
    </label>
  );
}

/** What the choice means. A circle that its author has left since stays chosen: what was written for it goes to nobody else by itself. */
function Note({ value, onShow }: { value: ThreadFor; onShow: () => void }): ReactElement {
  const { t } = useTranslation();
  const { comments } = useDocumentEditor();
  if (typeof value === "string") return <p className={classes["note"]}>{t(noteKeys[value])}</p>;
  const circle = comments.circles.find(({ id }) => id === value.circleId);
  if (!circle) return <p className={classes["note"]}>{t("editor.circles.notIn")}</p>;
  return (
    <p className={classes["note"]}>
      {t("editor.circles.note", { name: circle.name })}{" "}
      <button type="button" className={classes["show"]} onClick={onShow}>
        {t("editor.circles.show")}
      </button>
    </p>
  );
}

const noteKeys = {
  everyone: "editor.comments.audienceNote.everyone",
  internal: "editor.comments.audienceNote.internal",
} as const satisfies Record<Audience, string>;
