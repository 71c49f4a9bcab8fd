import "cumulog/node-version";

export { type BacktestStack, backtest } from "./backtest.ts";
export { type BacktestMatchers, backtestMatchers } from "./matchers.ts";
