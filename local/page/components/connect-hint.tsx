import { CodeText } from "./code-text.tsx";

/** How logs come here, for a cloud in which nothing has happened yet. */
export function ConnectHint() {
  const { origin } = location;
  const commands = [
    `export AWS_ENDPOINT_URL=${origin}`,
    "cumulog replay access.log --group /web/access --stream host-1",
  ];
  return (
    <div class="connect-hint">
      <p>
        Nothing was logged yet. Every AWS SDK and the AWS CLI log here with the first line; the second one
        sends a log file that you have.
      </p>
      <CodeText text={commands.join("\n")} />
    </div>
  );
}
