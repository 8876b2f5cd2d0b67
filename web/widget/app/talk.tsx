/** What a running conversation needs: fetched beside the first screen, not before it. */
export { ChatScreen } from './chat.tsx';
export { RatingScreen } from './rating.tsx';
export { Waiting } from './waiting.tsx';
