/** What is told of a body. */
export interface BodyListener {
  bytes(count: number): void;
  /** The last byte was taken. */
  done(): void;
  /** The reader has left. */
  cancelled(): void;
  failed(error: unknown): void;
}

/** The same body, read as it is asked for, with its bytes counted. */
export function countedBody(
  body: ReadableStream<Uint8Array>,
  listener: BodyListener,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            listener.done();
            controller.close();
            return;
          }
          listener.bytes(value?.byteLength ?? 0);
          controller.enqueue(value);
        } catch (error) {
          listener.failed(error);
          controller.error(error);
        }
      },
      async cancel(reason) {
        listener.cancelled();
        await reader.cancel(reason);
      },
    },
    // Nothing is read ahead of whoever reads.
    { highWaterMark: 0 },
  );
}
