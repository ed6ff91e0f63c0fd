import { useEffect, useState } from 'react';

/** For what is there only while it is open: gives the focus back to what had it, else to the screen's heading. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The frame after: what closes still has the focus now.
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body && document.activeElement !== null) return;
        const to = before?.isConnected ? before : document.querySelector('h1');
        if (to instanceof HTMLElement) to.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
