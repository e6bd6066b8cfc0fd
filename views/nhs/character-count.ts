import { classes, html, type Html } from "../html.ts";
import { present, shown } from "./content.ts";
import { hint } from "./hint.ts";
import { translations, type Plurals } from "./i18n.ts";
import { textarea, type TextareaProps } from "./textarea.ts";

export interface CharacterCountProps extends TextareaProps {
  maxlength?: number | string;
  maxwords?: number | string;
  countType?: "characters" | "words";
  /** Percentage of the limit from which the count is shown. */
  threshold?: number | string;
  /** With `%{count}` for the limit. */
  textareaDescriptionText?: string;
  countMessage?: { classes?: string };
  charactersUnderLimitText?: Plurals;
  charactersAtLimitText?: string;
  charactersOverLimitText?: Plurals;
  wordsUnderLimitText?: Plurals;
  wordsAtLimitText?: string;
  wordsOverLimitText?: Plurals;
}

/** A text of several lines that says how much room is left. It never cuts what is typed. */
export function characterCount(props: CharacterCountProps): Html {
  const id = props.id || props.name;
  const limit = props.maxwords || props.maxlength;
  const countType = props.countType ?? (props.maxwords ? "words" : undefined);
  const described =
    props.textareaDescriptionText ||
    `You can enter up to %{count} ${countType === "words" ? "words" : "characters"}`;
  const message = hint({
    text: limit ? described.replace("%{count}", String(limit)) : undefined,
    id: `${id}-info`,
    classes: classes("nhsuk-character-count__message", props.countMessage?.classes),
    attributes: { hidden: !limit },
  });
  const after = props.formGroup?.afterInput;
  const { charactersUnderLimitText, charactersAtLimitText, charactersOverLimitText } = props;
  return textarea({
    ...props,
    id,
    describedBy: `${id}-info`,
    classes: classes("nhsuk-js-character-count", props.classes),
    formGroup: {
      classes: classes(props.formGroup?.classes, "nhsuk-character-count"),
      beforeInput: props.formGroup?.beforeInput,
      afterInput: { html: html`${message}${after && present(after) ? shown(after) : null}` },
      attributes: {
        "data-module": "nhsuk-character-count",
        "data-maxlength": props.maxlength,
        "data-maxwords": props.maxwords,
        "data-threshold": props.threshold,
        "data-count-type": countType,
        ...translations({
          "textarea-description":
            !limit && props.textareaDescriptionText ? { other: props.textareaDescriptionText } : undefined,
          "characters-under-limit": charactersUnderLimitText,
          "characters-at-limit": charactersAtLimitText,
          "characters-over-limit": charactersOverLimitText,
          "words-under-limit": props.wordsUnderLimitText,
          "words-at-limit": props.wordsAtLimitText,
          "words-over-limit": props.wordsOverLimitText,
        }),
        ...props.formGroup?.attributes,
      },
    },
  });
}
