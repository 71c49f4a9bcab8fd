import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";

/** A delivery stream as it is kept. */
export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  readonly destination: ExtendedS3DestinationConfiguration;
}

/** Whether records become rows of a table, so that they are read as lines. */
export function convertsFormat({ destination }: DeliveryStream): boolean {
  const { DataFormatConversionConfiguration: conversion } = destination;
  return conversion?.SchemaConfiguration !== undefined && conversion.Enabled !== false;
}
