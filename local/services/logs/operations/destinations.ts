import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS } from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members, type Shape } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { INVALID_PARAMETER, NEXT_TOKEN, TAGS } from "../shapes.ts";
import { StoredMap } from "../stored-map.ts";

const NAME = { type: "string", minimum: 1, maximum: 512, pattern: "[^:*]*", required: true } as const;
const TEXT = { type: "string", minimum: 1, required: true } as const satisfies Shape;

const PUT: Members = { destinationName: NAME, targetArn: TEXT, roleArn: TEXT, tags: { ...TAGS, minimum: 0 } };
const PUT_POLICY: Members = {
  destinationName: NAME,
  accessPolicy: TEXT,
  forceUpdate: { type: "boolean" },
};
const DESCRIBE: Members = {
  DestinationNamePrefix: { ...NAME, required: false },
  nextToken: NEXT_TOKEN,
  limit: { type: "integer", minimum: 1, maximum: DESCRIBE_MAX_ITEMS },
};

/** Destinations of other accounts' subscriptions, which are kept and shown; nothing is delivered through them. */
export function destinationOperations({ store, cloud, resourceTags }: LogsService): Operations {
  const destinations = new StoredMap<Logs.Destination>(store.collection("logs.destinations"));
  const find = (name: string | undefined): Logs.Destination => {
    const destination = destinations.get(name!);
    if (!destination)
      throw new ServiceError("ResourceNotFoundException", "The specified destination does not exist.");
    return destination;
  };
  return {
    PutDestination(input: Logs.PutDestinationRequest) {
      checkInput(input, PUT, INVALID_PARAMETER);
      const { destinationName, targetArn, roleArn, tags } = input;
      const arn = `arn:aws:logs:${cloud.region}:${cloud.accountId}:destination:${destinationName}`;
      const known = destinations.get(destinationName!);
      const destination: Logs.Destination = {
        creationTime: cloud.clock.now(),
        ...known,
        destinationName,
        targetArn,
        roleArn,
        arn,
      };
      destinations.set(destinationName!, destination);
      resourceTags.set(arn, { ...resourceTags.get(arn), ...tags });
      return { destination };
    },

    PutDestinationPolicy(input: Logs.PutDestinationPolicyRequest) {
      checkInput(input, PUT_POLICY, INVALID_PARAMETER);
      const destination = find(input.destinationName);
      destinations.set(input.destinationName!, { ...destination, accessPolicy: input.accessPolicy });
    },

    DescribeDestinations(input: Logs.DescribeDestinationsRequest) {
      checkInput(input, DESCRIBE, INVALID_PARAMETER);
      const prefix = input.DestinationNamePrefix ?? "";
      const { items, ...rest } = page(
        [...destinations.values()].filter(({ destinationName }) => destinationName!.startsWith(prefix)),
        {
          scope: "DescribeDestinations",
          keyOf: ({ destinationName }) => [destinationName!],
          limit: input.limit ?? DESCRIBE_MAX_ITEMS,
          nextToken: input.nextToken,
        },
      );
      return { destinations: items, ...rest };
    },

    DeleteDestination(input: Logs.DeleteDestinationRequest) {
      checkInput(input, { destinationName: NAME }, INVALID_PARAMETER);
      const { arn } = find(input.destinationName);
      destinations.delete(input.destinationName!);
      resourceTags.delete(arn!);
    },
  };
}
