import { conditionText } from "../../services/cloudwatch/condition-text.ts";
import { AlarmChart } from "../charts/alarm-chart.tsx";
import { hasMetric } from "../model/alarms.ts";
import type { Alarm } from "../model/cloud-types.ts";
import { replaceQuery } from "../model/hash-route.ts";
import type { LookBack } from "../model/time-range.ts";
import { AlarmHistory } from "./alarm-history.tsx";
import { NewestEventHint } from "./newest-event-hint.tsx";
import { SpanSelect } from "./span-select.tsx";
import { StateBadge } from "./state-badge.tsx";

/** One alarm: why it is in its state, what it looks at, what has happened to it. */
export function AlarmDetail({ alarm, range }: { alarm: Alarm; range: LookBack }) {
  const actions = [
    ["On ALARM", alarm.AlarmActions],
    ["On OK", alarm.OKActions],
    ["On no data", alarm.InsufficientDataActions],
  ] as const;
  return (
    <section class="panel alarm-detail" aria-labelledby="alarm-name">
      <header>
        <h2 id="alarm-name">
          <StateBadge state={alarm.StateValue} /> {alarm.AlarmName}
        </h2>
        <SpanSelect
          id="alarm-span"
          value={range.span}
          onChange={(value) => replaceQuery({ span: String(value) })}
        />
      </header>
      <p class="reason">{alarm.StateReason}</p>
      <NewestEventHint {...range} />
      {hasMetric(alarm) && <AlarmChart alarm={alarm} {...range} />}
      <dl class="facts">
        <dt>Condition</dt>
        <dd>{conditionText(alarm)}</dd>
        {alarm.AlarmDescription !== undefined && [
          <dt key="name">Description</dt>,
          <dd key="value">{alarm.AlarmDescription}</dd>,
        ]}
        {alarm.ScheduledQueryConfiguration !== undefined && [
          <dt key="name">Query</dt>,
          <dd key="value" class="mono">
            {alarm.ScheduledQueryConfiguration.QueryString}
          </dd>,
        ]}
        {alarm.AlarmRule === undefined && [
          <dt key="name">Missing data</dt>,
          <dd key="value">{alarm.TreatMissingData ?? "missing"}</dd>,
        ]}
        {actions
          .filter(([, targets]) => targets.length > 0)
          .map(([label, targets]) => [
            <dt key={`${label}-name`}>{label}</dt>,
            <dd key={label} class="mono">
              {targets.join(", ")}
            </dd>,
          ])}
        {!alarm.ActionsEnabled && [<dt key="name">Actions</dt>, <dd key="value">disabled</dd>]}
      </dl>
      <AlarmHistory alarm={alarm} />
    </section>
  );
}
