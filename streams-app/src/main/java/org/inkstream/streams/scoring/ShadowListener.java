package org.inkstream.streams.scoring;

/** Hears what becomes of events that a shadow should score. Must be safe for many threads. */
public interface ShadowListener {

  /** Nobody listens. */
  ShadowListener NONE =
      new ShadowListener() {
        @Override
        public void compared(String shadow, long events) {}

        @Override
        public void shed(String shadow, long events) {}

        @Override
        public void failed(String shadow, long events) {}
      };

  /** Events that both networks scored. */
  void compared(String shadow, long events);

  /** Events that the shadow had no room for. */
  void shed(String shadow, long events);

  /** Events that the shadow could not score. */
  void failed(String shadow, long events);
}
