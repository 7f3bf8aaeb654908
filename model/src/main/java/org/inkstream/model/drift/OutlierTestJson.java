package org.inkstream.model.drift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.inkstream.model.conformal.OutlierThreshold;

/** A test for outliers as part of a profile's JSON. */
final class OutlierTestJson {

  private OutlierTestJson() {}

  static void write(OutlierTest test, ObjectNode node) {
    node.put("level", test.level());
    node.put("images", test.threshold().images());
    node.put("scores", PackedNumbers.of(test.threshold().largest()));
    numbers(node.putArray("means"), test.distance().means());
    numbers(node.putArray("inverse"), test.distance().inverse());
  }

  private static void numbers(ArrayNode into, double[] numbers) {
    for (double number : numbers) {
      into.add(number);
    }
  }

  /**
   * Adds what is wrong to the fields' problems; empty if there is something.
   *
   * @param events images of the profile
   */
  static Optional<OutlierTest> read(CheckedFields fields, long events) {
    double level = fields.number("level");
    if (!(level > 0 && level < 1)) {
      fields.problem("level", "is not between 0 and 1");
    }
    long images = fields.count("images");
    if (images < 1 || images > events) {
      fields.problem("images", "is not between 1 and the profile's " + events);
    }
    float[] scores =
        PackedNumbers.floats(fields, "scores", Math.min(images, OutlierThreshold.MOST));
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] < scores[i - 1]) {
        fields.problem("scores", "fall at index " + i);
        break;
      }
    }
    double[] means = fields.numberArray("means");
    fields.expectLength("means", means.length, InputDistance.SIZE);
    double[] inverse = fields.numberArray("inverse");
    fields.expectLength("inverse", inverse.length, InputDistance.SIZE * InputDistance.SIZE);
    return fields.sound()
        ? Optional.of(
            new OutlierTest(
                new InputDistance(means, inverse), new OutlierThreshold(level, images, scores)))
        : Optional.empty();
  }
}
