import type { Command } from "commander";

/** A command before its module is read. */
interface LazyCommand {
  /** As the command itself says it. */
  readonly description: string;
  readonly load: () => Promise<Command>;
}

/** Every command. A module is read when its command is called: what one needs costs the others nothing. */
export const COMMANDS: Readonly<Record<string, LazyCommand>> = {
  up: {
    description: "start a local cloud and deploy a cdk.out folder or a CloudFormation template into it",
    load: async () => (await import("./up/command.ts")).upCommand(),
  },
  tail: {
    description: "print log groups' events, and with --follow go on as new ones come",
    load: async () => (await import("./tail/command.ts")).tailCommand(),
  },
  groups: {
    description: "list log groups with their size, retention and class",
    load: async () => (await import("./groups.ts")).groupsCommand(),
  },
  streams: {
    description: "list the streams of a log group, those with the newest events first",
    load: async () => (await import("./streams.ts")).streamsCommand(),
  },
  alarms: {
    description: "list alarms with their state, since when and why",
    load: async () => (await import("./alarms/command.ts")).alarmsCommand(),
  },
  inbox: {
    description: "print the messages that a local cloud would have sent outside",
    load: async () => (await import("./inbox.ts")).inboxCommand(),
  },
  replay: {
    description: "send a log file, its lines with their own times, to a log group",
    load: async () => (await import("./replay.ts")).replayCommand(),
  },
  faults: {
    description: "make calls to a local cloud fail",
    load: async () => (await import("./faults.ts")).faultsCommand(),
  },
  "test-pattern": {
    description: "print the lines that a CloudWatch Logs filter pattern matches",
    load: async () => (await import("./test-pattern.ts")).testPatternCommand(),
  },
  backtest: {
    description: "tell when alarms would have gone off and recovered over a log that you have",
    load: async () => (await import("./backtest/command.ts")).backtestCommand(),
  },
  plan: {
    description: "tell what each signal of a configuration deploys, costs, and would have said of a log",
    load: async () => (await import("./plan/command.ts")).planCommand(),
  },
  redrive: {
    description: "list, preview and replay dead letters",
    load: async () => (await import("./redrive.ts")).redriveCommand(),
  },
  search: {
    description: "search the events in OpenSearch or Elasticsearch; set it up, and its dashboards",
    load: async () => (await import("./search/command.ts")).searchCommand(),
  },
  insights: {
    description: "run a CloudWatch Logs Insights query on log files, the local cloud or your account",
    load: async () => (await import("./insights/command.ts")).insightsCommand(),
  },
  lake: {
    description: "keep logs as tables that answer SQL: load, compact, delete, export",
    load: async () => (await import("./lake/command.ts")).lakeCommand(),
  },
  query: {
    description: "ask a lake by SQL, or by the name of a query that ships",
    load: async () => (await import("./lake/query.ts")).queryCommand(),
  },
  queries: {
    description: "list the queries that ship, one line each",
    load: async () => (await import("./lake/queries.ts")).queriesCommand(),
  },
  compare: {
    description: "compare durations and error rates by route, before and after a change",
    load: async () => (await import("./lake/compare.ts")).compareCommand(),
  },
  patterns: {
    description: "list the patterns of a log's lines: how often, since when, and what is new",
    load: async () => (await import("./patterns/command.ts")).patternsCommand(),
  },
  report: {
    description: "write one HTML page of charts and tables of a lake, and charts as SVG, PNG and CSV",
    load: async () => (await import("./lake/report.ts")).reportCommand(),
  },
  synth: {
    description: "write out what cumulog.yaml means on Google Cloud, as a plan for Terraform",
    load: async () => (await import("./synth.ts")).synthCommand(),
  },
  completion: {
    description: "print the script that completes cumulog's commands and options in a shell",
    load: async () => (await import("./completion/command.ts")).completionCommand(loadAll),
  },
};

/** Every command with its module. */
export function loadAll(): Promise<Command[]> {
  return Promise.all(Object.values(COMMANDS).map(({ load }) => load()));
}
