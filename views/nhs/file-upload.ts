import { attributes, classes, html, type Html } from "../html.ts";
import { beside, formGroup, type FieldProps } from "./form-group.ts";
import { translations, type Plurals } from "./i18n.ts";

export interface FileUploadProps extends FieldProps {
  multiple?: boolean;
  chooseFilesButtonClassList?: readonly string[];
  chooseFilesButtonText?: string;
  dropInstructionText?: string;
  noFileChosenText?: string;
  multipleFilesChosenText?: Plurals;
  enteredDropZoneText?: string;
  leftDropZoneText?: string;
}

/** A field for one or several files. */
export function fileUpload(props: FileUploadProps): Html {
  const list = props.chooseFilesButtonClassList;
  const own = {
    classes: "nhsuk-file-upload",
    attributes: {
      "data-module": "nhsuk-file-upload",
      "data-choose-files-button-class-list": list ? JSON.stringify(list) : null,
      ...translations({
        "choose-files-button": props.chooseFilesButtonText,
        "no-file-chosen": props.noFileChosenText,
        "multiple-files-chosen": props.multipleFilesChosenText,
        "drop-instruction": props.dropInstructionText,
        "entered-drop-zone": props.enteredDropZoneText,
        "left-drop-zone": props.leftDropZoneText,
      }),
    },
  };
  return formGroup(props, own, ({ id, describedBy }) => {
    const values = attributes({
      class: classes("nhsuk-file-upload__input", props.classes),
      id,
      name: props.name,
      type: "file",
      disabled: props.disabled,
      multiple: props.multiple,
      "aria-describedby": describedBy,
      ...props.attributes,
    });
    return html`${beside(props.formGroup?.beforeInput)}<input${values} />${beside(props.formGroup?.afterInput)}`;
  });
}
