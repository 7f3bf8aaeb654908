package org.inkstream.trainer.cli;

import java.util.Optional;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.command.Problems;
import org.inkstream.model.conformal.PredictionSets;
import picocli.CommandLine.Option;

/** What the prediction sets of a new bundle promise, for use as a picocli mixin. */
final class CoverageOption {

  private static final String NAME = "--coverage";

  @Option(
      names = NAME,
      paramLabel = "SHARE",
      description =
          "Share of images whose prediction set shall have the true class, between 0 and 1."
              + " Default: 0.999; of profile and train --update, what the bundle promises.")
  private Double coverage;

  /** Notes what is wrong with it. */
  void check(Problems problems) {
    problems.check(
        coverage == null || PredictionSets.isCoverage(coverage), NAME, "between 0 and 1");
  }

  /**
   * What to promise.
   *
   * @param before the bundle that the new one is made of, if there is one
   * @return between 0 and 1, both excluded
   */
  double of(Optional<Bundle> before) {
    return coverage != null
        ? coverage
        : before
            .flatMap(bundle -> bundle.profile().predictionSets())
            .map(PredictionSets::coverage)
            .orElse(PredictionSets.USUAL_COVERAGE);
  }
}
