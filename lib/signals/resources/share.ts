import type { MetricDataQueryDefinition, MetricName } from "../signal.ts";

/** Metric math over two counts, `of` and `to`, in windows of `period` seconds. */
export function shareQueries(
  metrics: { readonly of: MetricName; readonly to: MetricName },
  period: number,
  { label, expression }: { readonly label: string; readonly expression: string },
): readonly MetricDataQueryDefinition[] {
  return [
    ...(["of", "to"] as const).map((id) => ({
      Id: id,
      MetricStat: { Metric: metrics[id], Period: period, Stat: "Sum" },
      ReturnData: false,
    })),
    { Id: "share", Expression: expression, Label: label, ReturnData: true },
  ];
}
