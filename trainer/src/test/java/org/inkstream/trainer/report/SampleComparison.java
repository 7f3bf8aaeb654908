package org.inkstream.trainer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.inkstream.trainer.compare.Candidate;
import org.inkstream.trainer.compare.Changed;
import org.inkstream.trainer.compare.Compared;
import org.inkstream.trainer.compare.Cost;
import org.inkstream.trainer.compare.CurvePoint;
import org.inkstream.trainer.compare.Examined;
import org.inkstream.trainer.compare.FamilyResult;
import org.inkstream.trainer.compare.Mistake;
import org.inkstream.trainer.compare.Tested;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.fit.LearntFilters;

/** A comparison of invented numbers, so that the page is tested without training. */
final class SampleComparison {

  static final int IMAGES = 400;

  private static final int SIDE = 12;

  private SampleComparison() {}

  static Compared of(List<String> labels, ModelFamily... families) {
    List<FamilyResult> results = new ArrayList<>();
    for (int i = 0; i < families.length; i++) {
      results.add(family(labels.size(), families[i], 0.04 * (i + 1), i));
    }
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("labels", String.join(", ", labels));
    identity.put("seed", "1");
    return new Compared(labels, SIDE, SIDE, identity, 1, results);
  }

  private static FamilyResult family(int classes, ModelFamily family, double error, int seed) {
    Random random = new Random(seed);
    int[] labels = IntStream.range(0, IMAGES).map(i -> i % classes).toArray();
    float[] probabilities = new float[IMAGES * classes];
    int[] predicted = new int[IMAGES];
    List<Mistake> worst = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      boolean right = random.nextDouble() > error;
      predicted[i] = right ? labels[i] : (labels[i] + 1) % classes;
      Arrays.fill(probabilities, i * classes, (i + 1) * classes, 0.1f / (classes - 1));
      probabilities[i * classes + predicted[i]] = 0.9f;
      if (!right && worst.size() < 24) {
        worst.add(
            new Mistake(1, i, ink(random), labels[i], predicted[i], 0.9, 0.1 / (classes - 1)));
      }
    }
    Evaluation evaluation = Evaluation.of(new Predictions(classes, probabilities, labels));
    double accuracy = evaluation.accuracy();
    Tested tested =
        new Tested(
            evaluation,
            evaluation,
            1.25,
            640,
            Math.min(1, accuracy + 0.03),
            accuracy,
            labels,
            predicted,
            worst,
            new Cost(12.5, 7_850, 220_000, 400_000, 54_321.4));
    Examined examined =
        new Examined(
            60,
            IntStream.rangeClosed(0, 8)
                .mapToObj(pixels -> new Changed(pixels, accuracy * Math.exp(-pixels * error)))
                .toList(),
            IntStream.rangeClosed(-4, 4)
                .mapToObj(
                    step -> new Changed(15 * step, accuracy * Math.exp(-Math.abs(step) * 0.2)))
                .toList(),
            20,
            map(random),
            Collections.nCopies(classes, map(random)),
            seed % 2 == 0 ? map(random) : new float[0],
            seed % 2 == 0
                ? List.of()
                : List.of(
                    new LearntFilters(
                        "weights of each class",
                        SIDE,
                        SIDE,
                        true,
                        classes,
                        Collections.nCopies(classes, map(random)))));
    return new FamilyResult(
        new Candidate(family.recipe(false, Map.of()), family.scaling(), family.description()),
        List.of(tested),
        examined,
        List.of(
            new CurvePoint(40, 1, accuracy - 0.3, accuracy - 0.31),
            new CurvePoint(160, 0.99, accuracy - 0.1, accuracy - 0.12),
            new CurvePoint(640, Math.min(1, accuracy + 0.03), accuracy, accuracy)));
  }

  private static byte[] ink(Random random) {
    byte[] pixels = new byte[SIDE * SIDE];
    random.nextBytes(pixels);
    return pixels;
  }

  private static float[] map(Random random) {
    float[] map = new float[SIDE * SIDE];
    for (int i = 0; i < map.length; i++) {
      map[i] = (float) random.nextGaussian();
    }
    return map;
  }
}
