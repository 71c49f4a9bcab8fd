import { withRequestLogging } from "cumulog/http/fetch";

export const dynamic = "force-dynamic";

export const GET = withRequestLogging(
  () => {
    const texts = ["one ", "two ", "three"];
    return new Response(
      new ReadableStream({
        pull(controller) {
          const text = texts.shift();
          if (text === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(text));
        },
      }),
    );
  },
  { route: "/stream" },
);
