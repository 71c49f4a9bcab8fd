import type { AlarmRecord } from "./alarm.ts";
import { seconds } from "./validation.ts";

/** An alarm as DescribeAlarms returns it. */
export function describeAlarm(alarm: AlarmRecord): Record<string, unknown> {
  const { input, state } = alarm;
  const common = {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    ...(input.AlarmDescription !== undefined && { AlarmDescription: input.AlarmDescription }),
    AlarmConfigurationUpdatedTimestamp: seconds(alarm.updated),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    ...(alarm.evaluationState !== undefined && { EvaluationState: alarm.evaluationState }),
    StateUpdatedTimestamp: seconds(state.time),
    StateTransitionedTimestamp: seconds(alarm.transitioned ?? state.time),
  };
  const { Tags: _tags, ...configuration } = input;
  if (alarm.type === "LogAlarm") return { ...configuration, ...common };
  const suppression = alarm.type === "CompositeAlarm" &&
    alarm.actionsSuppressedBy && {
      ActionsSuppressedBy: alarm.actionsSuppressedBy,
      ActionsSuppressedReason: `Actions suppressed by ${alarm.actionsSuppressedBy}`,
    };
  const dimensions = alarm.type === "MetricAlarm" && !alarm.input.Metrics && { Dimensions: [] };
  return { ...dimensions, ...configuration, ...common, ...suppression };
}
