import { restFrom } from "./message-fields.ts";
import type { MessageView } from "./message-view.ts";

/** Which field of a line: counted from its start or its end, or everything from one on. */
export type FieldPosition =
  | { readonly from: "start" | "rest"; readonly index: number }
  /** 1 is the last field. */
  | { readonly from: "end"; readonly index: number };

/** A field of a line, read at most once however many patterns ask for it. */
export class LinePlace {
  readonly key: string;
  readonly #position: FieldPosition;
  #view: MessageView | undefined;
  #value: string | undefined;

  constructor(position: FieldPosition) {
    this.key = keyOfPosition(position);
    this.#position = position;
  }

  read(view: MessageView): string | undefined {
    if (this.#view !== view) {
      this.#view = view;
      this.#value = this.#find(view);
    }
    return this.#value;
  }

  #find({ text, fields }: MessageView): string | undefined {
    const { from, index } = this.#position;
    const { length } = fields.values;
    if (from === "end") return fields.values[length - index];
    return from === "rest" && length > index + 1 ? restFrom(text, fields, index) : fields.values[index];
  }
}

/** The same for the same field. */
export function keyOfPosition({ from, index }: FieldPosition): string {
  return `${from} ${index}`;
}
