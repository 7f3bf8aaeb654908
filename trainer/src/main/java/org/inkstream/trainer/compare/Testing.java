package org.inkstream.trainer.compare;

import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.split.Split;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.Metrics;
import org.inkstream.trainer.evaluate.Predictions;

/** Measures a model on the test part of its fold. */
final class Testing {

  private static final int WORST = 24;

  /** As many as MNIST has for validation, so that both are equally sure. */
  private static final int MOST_TRAINED = 5_000;

  private Testing() {}

  static Tested of(Subject subject, Split split, int fold, LongSupplier nanoTime) {
    ImageSet test = split.test();
    Predictions served = subject.served(test);
    int[] predicted = IntStream.range(0, served.count()).map(served::predicted).toArray();
    return new Tested(
        Evaluation.of(subject.raw(test)),
        Evaluation.of(served),
        subject.manifest().temperature(),
        split.train().count(),
        ofTrained(subject, split),
        Metrics.accuracy(subject.served(split.validation())),
        test.labels().clone(),
        predicted,
        worst(served, test, fold),
        subject.cost(test, nanoTime));
  }

  /** How good a model is that learnt from the training part of a split. */
  static CurvePoint point(Subject subject, Split split) {
    return new CurvePoint(
        split.train().count(),
        ofTrained(subject, split),
        Metrics.accuracy(subject.served(split.validation())),
        Metrics.accuracy(subject.served(split.test())));
  }

  private static double ofTrained(Subject subject, Split split) {
    return Metrics.accuracy(subject.served(some(split.train(), MOST_TRAINED)));
  }

  /** Images spread evenly over a set; all if there are no more. */
  static ImageSet some(ImageSet images, int most) {
    if (images.count() <= most) {
      return images;
    }
    return images.select(
        IntStream.range(0, most).map(i -> (int) ((long) i * images.count() / most)).toArray());
  }

  /** The worst first; of equals, the one that is tested first. */
  static Comparator<Mistake> worstFirst() {
    return Comparator.comparingDouble(Mistake::ofTruth)
        .thenComparing(Comparator.comparingDouble(Mistake::confidence).reversed())
        .thenComparingInt(Mistake::fold)
        .thenComparingInt(Mistake::image);
  }

  private static List<Mistake> worst(Predictions served, ImageSet test, int fold) {
    return IntStream.range(0, served.count())
        .filter(i -> !served.correct(i))
        .mapToObj(
            i ->
                new Mistake(
                    fold,
                    i,
                    test.image(i),
                    test.label(i),
                    served.predicted(i),
                    served.confidence(i),
                    served.probability(i, test.label(i))))
        .sorted(worstFirst())
        .limit(WORST)
        .toList();
  }
}
