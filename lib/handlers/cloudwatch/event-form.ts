import { type ByteOutput, bytesOf } from "../../delivery/written/byte-output.ts";
import type { WrittenForm } from "../../delivery/written/written-form.ts";
import type { LogRecord } from "../../logger/record.ts";
import { LineWriter, writeMilliseconds } from "../line-writer.ts";

const TIMESTAMP = ',{"timestamp":';
const MESSAGE = bytesOf(',"message":"', false);
const END = bytesOf('"}', false);

/** Writes the events of PutLogEvents as they stand in its body. */
export class EventForm implements WrittenForm {
  readonly #lines = new LineWriter(true);
  #second = -1;
  /** A timestamp of that second. */
  #timestamp: Buffer = Buffer.of();

  readonly writeText = (output: ByteOutput, timestamp: number, text: string): number => {
    this.#begin(output, timestamp);
    const bytes = output.text(text, true);
    output.copy(END);
    return bytes;
  };

  /** Writes the event of a record as `jsonFormatter` makes its line. */
  readonly writeRecord = (output: ByteOutput, timestamp: number, record: LogRecord): number => {
    this.#begin(output, timestamp);
    const bytes = this.#lines.write(output, record);
    output.copy(END);
    return bytes;
  };

  readText(event: Buffer): string {
    const { message } = JSON.parse(event.toString("utf8", 1)) as { readonly message: string };
    return message;
  }

  #begin(output: ByteOutput, timestamp: number): void {
    const second = Math.floor(timestamp / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#timestamp = bytesOf(`${TIMESTAMP}${timestamp}`, false);
    }
    if (second === 0) output.text(`${TIMESTAMP}${timestamp}`, false);
    else {
      output.copy(this.#timestamp);
      writeMilliseconds(output, output.at - 3, timestamp - 1_000 * second);
    }
    output.copy(MESSAGE);
  }
}
