import { type EventPattern, parseEventPattern } from "cumulog/semantics";
import { arnOf, type Place } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import { openCloudWatch } from "../cloudwatch/state.ts";
import { Archives } from "./archives.ts";
import { type BusEvent, busEvent } from "./event.ts";
import { DEFAULT_BUS, type EventBus } from "./event-bus.ts";
import { Replays } from "./replays.ts";
import { isEnabled, type Rule } from "./rule.ts";
import { RuleSchedule } from "./rule-schedule.ts";
import { RuleMetrics } from "./service-metrics.ts";
import { TargetDelivery } from "./target-delivery.ts";
import { targetInput } from "./target-input.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-bus-to-bus.html */
const MOST_BUSES = 5;

/** Milliseconds in which a replay can be cancelled before it begins. */
const STARTING = 1_000;

/** The event buses of one cloud with their rules. */
export class EventBridge {
  readonly archives: Archives;
  readonly replays: Replays;
  readonly #cloud: Cloud;
  readonly #buses: StoredMap<EventBus>;
  readonly #rules: StoredMap<Rule>;
  readonly #patterns = new WeakMap<Rule, EventPattern>();
  readonly #metrics: RuleMetrics;
  readonly #delivery: TargetDelivery;
  readonly #schedule: RuleSchedule;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.archives = new Archives(cloud);
    this.replays = new Replays(cloud);
    this.#buses = new StoredMap(cloud.storage.collection("events.buses"));
    this.#rules = new StoredMap(cloud.storage.collection("events.rules"));
    if (!this.#buses.has(DEFAULT_BUS)) this.addBus(DEFAULT_BUS, {});
    this.#metrics = new RuleMetrics(cloud.state(openCloudWatch).metrics, () => cloud.clock.now());
    this.#delivery = new TargetDelivery(cloud, this.#metrics);
    this.#schedule = new RuleSchedule(cloud.clock, (rule, due) => this.#scheduled(rule, due));
    for (const rule of this.#rules.values()) this.#schedule.watch(rule);
    for (const { name, state } of this.replays.all())
      if (state === "STARTING" || state === "CANCELLING") this.startReplay(name);
    cloud.events.on("service-event", ({ detail, ...content }) => {
      this.publish(DEFAULT_BUS, busEvent(cloud, { ...content, detail: detail() }));
    });
  }

  /** Where the buses are. */
  get place(): Place {
    return this.#cloud;
  }

  /** Gives an event to the targets of every rule of a bus that it matches. */
  publish(bus: string, event: BusEvent, passed = 1): void {
    this.archives.keep(bus, event);
    this.#give(this.rulesOf(bus), event, passed);
  }

  /** Has a replay begin, or end as cancelled, in a moment. */
  startReplay(name: string): void {
    this.#cloud.clock.after(STARTING, () => this.#replay(name));
  }

  /** Gives the rules of a bus what an archive kept of a span of time, unless that was cancelled meanwhile. */
  #replay(name: string): void {
    const replay = this.replays.get(name);
    const { archiveArn, bus, ruleArns, from, to } = replay;
    const archive = archiveArn.split("archive/").at(-1)!;
    const ended = this.#cloud.clock.now();
    if (replay.state !== "STARTING" || !this.archives.find(archive)) {
      this.replays.save({ ...replay, state: replay.state === "STARTING" ? "FAILED" : "CANCELLED", ended });
      return;
    }
    const found = this.archives.events(archive).filter(({ time }) => time >= from && time <= to);
    const rules = this.rulesOf(bus).filter(({ arn }) => ruleArns?.includes(arn) ?? true);
    for (const { event } of found) this.#give(rules, { ...event, "replay-name": name }, 1);
    const lastEvent = found.at(-1)?.time;
    this.replays.save({ ...replay, state: "COMPLETED", ended, lastEvent });
  }

  #give(rules: readonly Rule[], event: BusEvent, passed: number): void {
    for (const rule of rules)
      if (isEnabled(rule) && this.#patternOf(rule)?.matches(event)) this.#trigger(rule, event, passed);
  }

  buses(): EventBus[] {
    return [...this.#buses.values()].sort(byName);
  }

  findBus(name: string): EventBus | undefined {
    return this.#buses.get(name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  bus(name: string): EventBus {
    const bus = this.findBus(name);
    if (bus) return bus;
    throw new ServiceError("ResourceNotFoundException", `Event bus ${name} does not exist.`);
  }

  addBus(
    name: string,
    settings: Pick<EventBus, "description" | "keyIdentifier" | "deadLetterArn"> & {
      readonly tags?: Readonly<Record<string, string>>;
    },
  ): EventBus {
    const now = this.#cloud.clock.now();
    const bus: EventBus = {
      statements: [],
      tags: {},
      ...settings,
      name,
      arn: arnOf(this.#cloud, "events", `event-bus/${name}`),
      created: now,
      modified: now,
    };
    this.#buses.set(name, bus);
    if (name !== DEFAULT_BUS) this.#announce("EventBus", name, "created");
    return bus;
  }

  saveBus(bus: EventBus): EventBus {
    const saved = { ...bus, modified: this.#cloud.clock.now() };
    this.#buses.set(bus.name, saved);
    this.#announce("EventBus", bus.name, "updated");
    return saved;
  }

  removeBus(name: string): void {
    if (this.#buses.delete(name)) this.#announce("EventBus", name, "deleted");
  }

  rulesOf(bus: string): Rule[] {
    return [...this.#rules.values()].filter((rule) => rule.bus === bus).sort(byName);
  }

  findRule(bus: string, name: string): Rule | undefined {
    return this.#rules.get(`${bus}/${name}`);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  rule(bus: string, name: string): Rule {
    const rule = this.findRule(bus, name);
    if (rule) return rule;
    throw new ServiceError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${bus}.`);
  }

  /** Keeps a rule as it is now, and waits for its next time. */
  saveRule(rule: Rule): void {
    const change = this.findRule(rule.bus, rule.name) ? "updated" : "created";
    this.#rules.set(`${rule.bus}/${rule.name}`, rule);
    this.#schedule.watch(rule);
    this.#announce("Rule", rule.name, change);
  }

  removeRule({ bus, name, arn }: Rule): void {
    this.#rules.delete(`${bus}/${name}`);
    this.#schedule.forget(arn);
    this.#announce("Rule", name, "deleted");
  }

  #scheduled(rule: Rule, due: number): void {
    const event = busEvent(this.#cloud, {
      source: "aws.events",
      detailType: "Scheduled Event",
      time: due,
      resources: [rule.arn],
      detail: {},
    });
    this.#trigger(rule, event, 1);
  }

  #trigger(rule: Rule, event: BusEvent, passed: number): void {
    this.#metrics.count(rule, "MatchedEvents");
    this.#metrics.count(rule, "TriggeredRules");
    for (const target of rule.targets) {
      const bus = /:event-bus\/(.+)$/.exec(target.Arn)?.[1];
      if (bus !== undefined) {
        this.#metrics.count(rule, passed < MOST_BUSES ? "Invocations" : "FailedInvocations");
        if (passed < MOST_BUSES) this.publish(bus, event, passed + 1);
      } else {
        const input = targetInput(rule, target, event, this.#cloud.clock.now());
        this.#delivery.deliver({ rule, target, event, input });
      }
    }
  }

  #patternOf(rule: Rule): EventPattern | undefined {
    if (rule.eventPattern === undefined) return undefined;
    let pattern = this.#patterns.get(rule);
    if (!pattern) {
      pattern = parseEventPattern(rule.eventPattern);
      this.#patterns.set(rule, pattern);
    }
    return pattern;
  }

  #announce(type: "EventBus" | "Rule", name: string, change: "created" | "updated" | "deleted"): void {
    this.#cloud.events.emit("resource", { type: `AWS::Events::${type}`, name, change });
  }
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

/** Opens the event buses of a cloud. */
export function openEventBridge(cloud: Cloud): EventBridge {
  return new EventBridge(cloud);
}
