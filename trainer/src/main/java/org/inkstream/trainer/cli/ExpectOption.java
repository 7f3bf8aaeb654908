package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.evaluate.Expectations;
import picocli.CommandLine.Option;

/** {@code --expect} and {@code --tolerance}: answers of a network that are known. */
final class ExpectOption implements Checked {

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description =
          "CSV of what the network is known to answer: in each row the number of an image of the"
              + " part (from 0), or its pixels (0 to 255), and a probability for each output. The"
              + " first row that differs is told, and no bundle is written.")
  private Path expect;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0.0001",
      description = "By how much a probability may differ. Default: ${DEFAULT-VALUE}.")
  private double tolerance;

  @Override
  public void check(Problems problems) {
    problems.check(tolerance >= 0 && tolerance < 1, "--tolerance", "0 or more and below 1");
  }

  /**
   * Compares what a network answers with what is expected of it.
   *
   * @return how many answers agree; empty if none are expected
   * @throws CommandFailure at the first that does not
   */
  OptionalInt compare(byte[] network, ImageEncoder encoder, DataSet heldOut) throws IOException {
    if (expect == null) {
      return OptionalInt.empty();
    }
    ImageSet images = heldOut.train();
    Expectations expected;
    try {
      expected =
          Expectations.parse(TextLines.read("--expect", expect), images, heldOut.labels().size());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--expect: " + e.getMessage(), e);
    }
    try (Network loaded = Networks.load(network, images.width(), images.height());
        Scorer scorer = loaded.newScorer(1)) {
      expected
          .firstDifference(scorer, encoder, images.width(), tolerance)
          .ifPresent(
              difference -> {
                throw new CommandFailure(
                    "--expect: " + difference + "; --preprocess may be another, or the file");
              });
    }
    return OptionalInt.of(expected.count());
  }
}
