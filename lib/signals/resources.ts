import { budgetResources } from "./resources/budget.ts";
import { countResources } from "./resources/count.ts";
import type { SignalNames } from "./resources/names.ts";
import { queryResources } from "./resources/query.ts";
import { ratioResources } from "./resources/ratio.ts";
import { silenceResources } from "./resources/silence.ts";
import { unusualResources } from "./resources/unusual.ts";
import type { Signal, SignalResources } from "./signal.ts";

/**
 * What AWS has to have so that a signal goes off, the cheapest way that it offers: the inputs of PutMetricFilter, PutMetricAlarm,
 * PutCompositeAlarm and PutLogAlarm. The constructs deploy them, the local cloud and the backtest run them.
 */
export function signalResources(signal: Signal, names: SignalNames): SignalResources {
  switch (signal.kind) {
    case "count":
    case "value":
      return countResources(signal, names);
    case "ratio":
      return ratioResources(signal, names);
    case "silence":
      return silenceResources(signal, names);
    case "unusual":
      return unusualResources(signal, names);
    case "budget":
      return budgetResources(signal, names);
    case "query":
      return queryResources(signal, names);
  }
}
