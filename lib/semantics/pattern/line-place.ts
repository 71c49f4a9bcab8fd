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

  #find({ fields }: MessageView): string | undefined {
    const { from, index } = this.#position;
    if (from === "end") return fields.at(fields.length - index);
    return from === "rest" && fields.length > index + 1 ? fields.restFrom(index) : fields.at(index);
  }
}

/** The same for the same field. */
export function keyOfPosition({ from, index }: FieldPosition): string {
  return `${from} ${index}`;
}
