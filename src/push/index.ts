export { type AlertName, alertNames, dataInput, subscriptionInput } from "./input.ts";
export {
  changeSubscription,
  queuePushes,
  subscribe,
  subscriptionOf,
  unsubscribe,
  type Subscription,
} from "./operations.ts";
export { createPusher, type Pusher, type Words } from "./pusher.ts";
export { createSealer, type Sealer } from "./sealed.ts";
