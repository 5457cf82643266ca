/** The other side was silent for longer than it ever is. */
export class Silence extends Error {
  override readonly name = 'Silence';
}

/**
 * `fetch` that gives up on a silent network. A connection that nobody ends, because a train went into a tunnel or an access point lost its own
 * line, delivers nothing and fails never: a button would be busy for ever, and a live page would show old things as new.
 * @param longestSilenceMs milliseconds without a sign of life: until the answer begins, and then between two parts of it
 * @throws Silence, from the call and from reading the answer's body
 */
export function patientFetch(longestSilenceMs: number, call: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const control = new AbortController();
    const watch = watchSilence(longestSilenceMs, () => control.abort(new Silence(`nothing was heard for ${longestSilenceMs} ms`)));
    const asked = init?.signal;
    const callOff = () => {
      watch.end();
      control.abort(asked?.reason);
    };
    if (asked?.aborted === true) callOff();
    asked?.addEventListener('abort', callOff, { once: true });
    try {
      const response = await call(input, { ...init, signal: control.signal });
      watch.heard();
      if (response.body === null) watch.end();
      return response.body === null ? response : new Response(response.body.pipeThrough(listening(watch)), response);
    } catch (error) {
      watch.end();
      throw error;
    }
  };
}

interface Watch {
  heard(): void;
  end(): void;
}

function watchSilence(longestMs: number, onSilence: () => void): Watch {
  let timer = setTimeout(onSilence, longestMs);
  return {
    heard() {
      clearTimeout(timer);
      timer = setTimeout(onSilence, longestMs);
    },
    end: () => clearTimeout(timer),
  };
}

/** Lets an answer through, part by part, and tells the watch of each. */
function listening(watch: Watch): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(part, out) {
      watch.heard();
      out.enqueue(part);
    },
    flush: () => watch.end(),
  });
}
