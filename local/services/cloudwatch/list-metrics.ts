import type { Cloud, Operations } from "../../kernel/cloud.ts";
import type { MetricStore } from "./metric-store.ts";
import { DIMENSIONS } from "./shapes.ts";
import { checkMembers, dimensionsOf, invalidValue, pageOf, validationError } from "./validation.ts";

interface ListMetricsInput {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string }[];
  readonly NextToken?: string;
  readonly RecentlyActive?: string;
}

const PAGE = 500;
const HOUR = 3_600_000;
const LISTED_FOR = 14 * 24 * HOUR;

/** ListMetrics: metrics that got a value in the last two weeks. */
export function listMetricsOperation(cloud: Cloud, store: MetricStore): Operations {
  return {
    ListMetrics(input: ListMetricsInput) {
      checkMembers(input, {
        Namespace: { type: "string", minimum: 1, maximum: 255 },
        MetricName: { type: "string", minimum: 1, maximum: 255 },
        Dimensions: DIMENSIONS,
        NextToken: { type: "string" },
      });
      if (input.RecentlyActive !== undefined && input.RecentlyActive !== "PT3H")
        throw validationError("The parameter RecentlyActive must be PT3H.");
      const oldest = cloud.clock.now() - (input.RecentlyActive ? 3 * HOUR : LISTED_FOR);
      const found = [...store.all()].filter(({ identity, lastRecorded }) => {
        if (lastRecorded < oldest) return false;
        if (input.Namespace !== undefined && identity.namespace !== input.Namespace) return false;
        if (input.MetricName !== undefined && identity.metricName !== input.MetricName) return false;
        return (input.Dimensions ?? []).every(({ Name, Value }) => {
          const value = identity.dimensions?.[Name];
          return value !== undefined && (Value === undefined || value === Value);
        });
      });
      const { items, NextToken } = pageOf(found, input.NextToken, PAGE, () =>
        invalidValue("Request parameter NextToken is invalid"),
      );
      return {
        Metrics: items.map(({ identity }) => ({
          Namespace: identity.namespace,
          MetricName: identity.metricName,
          Dimensions: dimensionsOf(identity),
        })),
        ...(NextToken && { NextToken }),
      };
    },
  };
}
