import type { ControlAnswers } from "../../control/answers.ts";
import { longestPeriod } from "../../services/cloudwatch/condition-text.ts";
import { callAllPages, send } from "./api.ts";
import { cloudNow } from "./cloud-clock.ts";
import type { Alarm } from "./cloud-types.ts";

interface MetricFilter {
  readonly logGroupName: string;
  readonly filterPattern: string;
}

/** Lines behind an alarm, grouped. */
export interface AlarmCauses {
  readonly logGroupName: string;
  readonly filterPattern: string;
  readonly causes: readonly string[];
}

const LEAST = 300_000;

/** What the lines say that the metric filters of an alarm's metric count, from before it changed its state until now. */
export async function causesOf(alarm: Alarm): Promise<readonly AlarmCauses[]> {
  const end = Math.ceil(cloudNow()) + 1;
  const looked = Math.max(LEAST, longestPeriod(alarm) * (alarm.EvaluationPeriods ?? 1) * 1_000);
  const times = { startTime: Math.max(0, alarm.StateUpdatedTimestamp * 1_000 - looked), endTime: end };
  const filters = await Promise.all(
    metricsOf(alarm).map(({ namespace, name }) =>
      callAllPages<MetricFilter>(
        "logs",
        "DescribeMetricFilters",
        { metricNamespace: namespace, metricName: name },
        { list: "metricFilters", token: "nextToken" },
      ),
    ),
  );
  return Promise.all(
    filters.flat().map(async ({ logGroupName, filterPattern }) => {
      const found = await send<ControlAnswers["POST causes"]>("POST", "causes", {
        logGroupName,
        ...times,
        ...(filterPattern !== "" && { filterPattern }),
      });
      return { logGroupName, filterPattern, causes: found.causes };
    }),
  );
}

function metricsOf(alarm: Alarm): { readonly namespace: string; readonly name: string }[] {
  const metrics = [alarm, ...(alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
  return metrics.flatMap(({ Namespace: namespace, MetricName: name }) =>
    namespace === undefined || name === undefined ? [] : [{ namespace, name }],
  );
}
