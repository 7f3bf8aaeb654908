package org.inkstream.trainer.fit;

/** Is told how a training goes, by the thread that trains. */
public interface Progress {

  /** Tells nobody. */
  Progress NONE =
      new Progress() {
        @Override
        public void step(StepReport report) {}

        @Override
        public void epoch(EpochReport report) {}

        @Override
        public void part(PartReport report) {}
      };

  /** A batch was learnt from; called often, and should return at once. */
  void step(StepReport report);

  /** An epoch ended and was validated. */
  void epoch(EpochReport report);

  /** A part of a fitting that has no epochs is done; called often, and should return at once. */
  default void part(PartReport report) {}
}
