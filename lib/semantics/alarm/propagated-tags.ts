/** Which of an alarm's tags go with its notifications. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmTagsPropagation.html */
export interface AlarmTagsPropagation {
  readonly Enabled: boolean;
  /** Only these keys. @default all */
  readonly IncludedTagKeys?: readonly string[];
  /** All but these keys. @default all */
  readonly ExcludedTagKeys?: readonly string[];
}

/** Tags as notifications carry them; none unless the alarm says so, and never those of AWS itself. */
export function propagatedTags(
  tags: Readonly<Record<string, string>>,
  propagation: AlarmTagsPropagation | undefined,
): { readonly Key: string; readonly Value: string }[] | undefined {
  if (!propagation?.Enabled) return undefined;
  const { IncludedTagKeys, ExcludedTagKeys } = propagation;
  return Object.entries(tags)
    .filter(
      ([key]) =>
        !key.toLowerCase().startsWith("aws:") &&
        (!IncludedTagKeys?.length || IncludedTagKeys.includes(key)) &&
        !ExcludedTagKeys?.includes(key),
    )
    .map(([Key, Value]) => ({ Key, Value }));
}
