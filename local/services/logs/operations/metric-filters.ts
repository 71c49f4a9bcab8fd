import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { MetricFilterInput } from "cumulog/semantics";
import {
  DESCRIBE_MAX_ITEMS,
  validateDescribeMetricFilters,
  validateMetricFilter,
  validateTestMetricFilter,
} from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { FILTER_NAME, GROUP_NAME, INVALID_PARAMETER, NEXT_TOKEN } from "../shapes.ts";

const TEXT = { type: "string" } as const;

/** Only the types: the constraints are `validateMetricFilter`'s. */
const PUT: Members = {
  logGroupName: { ...GROUP_NAME, required: true },
  filterName: TEXT,
  filterPattern: TEXT,
  metricTransformations: {
    type: "list",
    of: {
      type: "structure",
      members: {
        metricName: TEXT,
        metricNamespace: TEXT,
        metricValue: TEXT,
        defaultValue: { type: "number" },
        dimensions: { type: "map", key: TEXT, of: TEXT },
        unit: TEXT,
      },
    },
  },
  applyOnTransformedLogs: { type: "boolean" },
  fieldSelectionCriteria: { type: "string", maximum: 2000 },
  emitSystemFieldDimensions: { type: "list", of: TEXT },
};

const DESCRIBE: Members = {
  logGroupName: GROUP_NAME,
  filterNamePrefix: TEXT,
  nextToken: NEXT_TOKEN,
  limit: { type: "integer" },
  metricName: TEXT,
  metricNamespace: TEXT,
};

/** Metric filters. */
export function metricFilterOperations(service: LogsService): Operations {
  const { store, cloud } = service;
  return {
    PutMetricFilter(input: Logs.PutMetricFilterRequest) {
      checkInput(input, PUT, INVALID_PARAMETER);
      const group = store.group(input.logGroupName!);
      const others = [...group.metricFilters.values()];
      validateMetricFilter(input as MetricFilterInput, others);
      if (group.settings.logGroupClass !== "STANDARD")
        throw invalidParameter("Metric filters are supported by log groups of the STANDARD class only.");
      if (input.fieldSelectionCriteria !== undefined)
        throw invalidParameter("The local cloud does not evaluate fieldSelectionCriteria.");
      group.metricFilters.set(input.filterName!, {
        filterName: input.filterName!,
        filterPattern: input.filterPattern!,
        metricTransformations: input.metricTransformations!,
        creationTime: cloud.clock.now(),
        logGroupName: group.name,
        applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
        ...(input.emitSystemFieldDimensions && {
          emitSystemFieldDimensions: input.emitSystemFieldDimensions,
        }),
      });
      store.saveGroup(group);
      service.changed("AWS::Logs::MetricFilter", input.filterName!, "created");
    },

    DescribeMetricFilters(input: Logs.DescribeMetricFiltersRequest) {
      checkInput(input, DESCRIBE, INVALID_PARAMETER);
      validateDescribeMetricFilters(input as Parameters<typeof validateDescribeMetricFilters>[0]);
      const { logGroupName, filterNamePrefix = "", metricName, metricNamespace } = input;
      if ((metricName === undefined) !== (metricNamespace === undefined))
        throw invalidParameter("MetricName and MetricNamespace must be both specified or both omitted.");
      const groups = logGroupName === undefined ? [...store.groups.values()] : [store.group(logGroupName)];
      const found = groups
        .flatMap(({ metricFilters }) => [...metricFilters.values()])
        .filter(
          ({ filterName, metricTransformations }) =>
            filterName.startsWith(filterNamePrefix) &&
            (metricName === undefined ||
              metricTransformations.some(
                (one) => one.metricName === metricName && one.metricNamespace === metricNamespace,
              )),
        );
      const { items, ...rest } = page(found, {
        scope: "DescribeMetricFilters",
        keyOf: (filter) => [filter.filterName, filter.logGroupName],
        limit: input.limit ?? DESCRIBE_MAX_ITEMS,
        nextToken: input.nextToken,
      });
      return { metricFilters: items, ...rest };
    },

    DeleteMetricFilter(input: Logs.DeleteMetricFilterRequest) {
      checkInput(
        input,
        { logGroupName: { ...GROUP_NAME, required: true }, filterName: { ...FILTER_NAME, required: true } },
        INVALID_PARAMETER,
      );
      const group = store.group(input.logGroupName!);
      if (!group.metricFilters.delete(input.filterName!))
        throw new ServiceError("ResourceNotFoundException", "The specified metric filter does not exist.");
      store.saveGroup(group);
      service.changed("AWS::Logs::MetricFilter", input.filterName!, "deleted");
    },

    TestMetricFilter(input: Logs.TestMetricFilterRequest) {
      checkInput(
        input,
        { filterPattern: TEXT, logEventMessages: { type: "list", of: TEXT } },
        INVALID_PARAMETER,
      );
      validateTestMetricFilter(input as Parameters<typeof validateTestMetricFilter>[0]);
      const pattern = compileFilterPattern(input.filterPattern!);
      const matches = input.logEventMessages!.flatMap((eventMessage, eventNumber) => {
        const extractedValues = pattern.match(eventMessage);
        return extractedValues ? [{ eventNumber, eventMessage, extractedValues }] : [];
      });
      return { matches };
    },
  };
}
