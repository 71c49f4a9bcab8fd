import type { FormNode } from "./form.ts";

interface Member {
  readonly name: string;
  readonly kind: "list" | "map";
}

/** The names that SQS's older protocol gives to lists and maps, which it writes without a wrapper. */
const MEMBERS: Readonly<Record<string, Member>> = {
  Attribute: { name: "Attributes", kind: "map" },
  AttributeName: { name: "AttributeNames", kind: "list" },
  MessageAttribute: { name: "MessageAttributes", kind: "map" },
  MessageAttributeName: { name: "MessageAttributeNames", kind: "list" },
  MessageSystemAttribute: { name: "MessageSystemAttributes", kind: "map" },
  MessageSystemAttributeName: { name: "MessageSystemAttributeNames", kind: "list" },
  AWSAccountId: { name: "AWSAccountIds", kind: "list" },
  ActionName: { name: "Actions", kind: "list" },
  Tag: { name: "tags", kind: "map" },
  TagKey: { name: "TagKeys", kind: "list" },
  SendMessageBatchRequestEntry: { name: "Entries", kind: "list" },
  DeleteMessageBatchRequestEntry: { name: "Entries", kind: "list" },
  ChangeMessageVisibilityBatchRequestEntry: { name: "Entries", kind: "list" },
};

/** The input member that a parameter of SQS stands for, if it is written flat. */
export function flattenedMember(name: string, node: FormNode): Member | undefined {
  return node.members.size > 0 ? MEMBERS[name] : undefined;
}

/** Elements of SQS's older answers that are written without a wrapper, by their member. */
export function flatElement(name: string, operation: string): string | undefined {
  switch (name) {
    case "QueueUrls":
    case "queueUrls":
      return "QueueUrl";
    case "Messages":
      return "Message";
    case "Attributes":
      return "Attribute";
    case "MessageAttributes":
      return "MessageAttribute";
    case "Tags":
      return "Tag";
    case "Successful":
      return `${operation}ResultEntry`;
    case "Failed":
      return "BatchResultErrorEntry";
    default:
      return undefined;
  }
}
