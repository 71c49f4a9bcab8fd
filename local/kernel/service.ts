import type { CloudService } from "./cloud.ts";
import type { ResourceType } from "./resource-type.ts";

/** A service of the cloud: what `local/services/<service>/service.ts` exports as `service`. */
export interface Service<State = unknown> extends CloudService<State> {
  /** The CloudFormation resource types that are made of its operations. @default none */
  readonly resources?: Readonly<Record<string, ResourceType>>;
}

/** The services of a cloud by the names that requests are signed for; each is loaded at its first call. */
export type ServiceList = Readonly<Record<string, () => Promise<{ readonly service: CloudService }>>>;

/**
 * The type of an operation's input from the SDK's: what the model requires is there, moments are seconds since the
 * epoch, and blobs are bytes.
 *
 * @example
 * export function createQueue(input: Input<CreateQueueRequest>, { state }: Call<QueueDirectory>) {}
 */
export type Input<Request> = {
  [Name in keyof Request]: Plain<Exclude<Request[Name], undefined>>;
};

type Plain<Value> = Value extends Date
  ? number
  : Value extends Uint8Array
    ? Buffer
    : Value extends readonly (infer Item)[]
      ? Plain<Item>[]
      : Value extends object
        ? Input<Value>
        : Value;
