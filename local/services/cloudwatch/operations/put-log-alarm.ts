import type { PutLogAlarmInput } from "@aws-sdk/client-cloudwatch";
import { type LogAlarmInput, validateLogAlarm, withLogAlarmDefaults } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { putAlarm } from "../alarm-change.ts";
import { putManagedQuery } from "../managed-query.ts";
import type { CloudWatch } from "../state.ts";
import { obeying } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogAlarm.html */
export async function putLogAlarm(given: Input<PutLogAlarmInput>, call: Call<CloudWatch>): Promise<object> {
  const input = given as LogAlarmInput;
  obeying(() => validateLogAlarm(input));
  const present = call.state.alarms.find(input.AlarmName);
  if (present && present.type !== "LogAlarm")
    throw new ServiceError("ResourceConflict", `The alarm ${input.AlarmName} exists as a ${present.type}.`, {
      statusCode: 409,
    });
  const filled = withLogAlarmDefaults(input);
  const QueryARN = await putManagedQuery(call.cloud, filled, present);
  const ScheduledQueryConfiguration = { ...filled.ScheduledQueryConfiguration, QueryARN };
  putAlarm(call, { type: "LogAlarm", input: { ...filled, ScheduledQueryConfiguration } });
  return {};
}
