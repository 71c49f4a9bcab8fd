/** An event as an ingestion endpoint read it; without a time it gets that of its arrival. */
export interface IngestedEvent {
  readonly timestamp: number | undefined;
  readonly message: string;
}

/** Thrown for a body that an endpoint does not take. */
export class IngestionError extends Error {
  override readonly name = "IngestionError";
  readonly statusCode: number;

  constructor(message: string, statusCode = 400) {
    super(message);
    this.statusCode = statusCode;
  }
}
