import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import type { OutsideDestination } from "./destination.ts";
import type { StreamSource } from "./stream-source.ts";

/** A delivery stream as it is kept. */
export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  /** The bucket, with buffers and processors. */
  readonly destination: ExtendedS3DestinationConfiguration;
  /** Where the records go instead of the bucket. */
  readonly outside?: OutsideDestination | undefined;
  /** The data stream that it reads. @default it is written to */
  readonly source?: StreamSource | undefined;
}

/** Whether records become rows of a table, so that they are read as lines. */
export function convertsFormat({ destination }: DeliveryStream): boolean {
  const { DataFormatConversionConfiguration: conversion } = destination;
  return conversion?.SchemaConfiguration !== undefined && conversion.Enabled !== false;
}
