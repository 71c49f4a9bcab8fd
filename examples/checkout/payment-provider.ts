/** Thrown when the provider does not take a payment. */
export class PaymentDeclinedError extends Error {
  override readonly name = "PaymentDeclinedError";
}

let up = true;

/** Breaks or mends the provider. */
export function setProviderUp(value: boolean): void {
  up = value;
}

/** Charges a card: takes a moment, and fails while the provider is down. */
export async function chargeCard(orderId: string, amount: number): Promise<string> {
  await new Promise((resolve) => setImmediate(resolve));
  if (!up)
    throw new PaymentDeclinedError("payment provider timed out", {
      cause: new Error("connect ECONNREFUSED 203.0.113.7:443"),
    });
  return `${orderId.slice(0, 8)}-${Math.round(amount * 100)}`;
}
