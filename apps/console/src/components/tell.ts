import { notifications } from '@mantine/notifications';
import { messageOf } from '../api/api-error.js';
import { t } from '../texts/en.js';

export const tell = (message: string): string => notifications.show({ message, color: 'green' });

/** What could not be done, in the server's words: there until somebody has read it. */
export const tellFailure = (error: unknown): string =>
  notifications.show({ title: t.common.failed.refused, message: messageOf(error), color: 'red', autoClose: false });
