package org.inkstream.bench.drift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.idx.ImageSet;

/**
 * How often shifts are found in windows of a fixed number of events, ours beside {@link Bbsds},
 * with the same reference, the same window and the same answers. For one thread.
 */
final class Detection {

  /** Of a test for each window. */
  static final double LEVEL = 0.05;

  static final double[] SHARES = {0.1, 0.5, 1};

  private final HeldOut heldOut;
  private final byte[] network;
  private final Ledger ledger;
  private final int[] sizes;
  private final FamilyTest.Laws laws;
  private final int[] outputs;
  private final int reference;
  private double[][] features;
  private List<byte[]> adversarial;

  /**
   * @param network as ModelSerializer wrote it
   * @param sizes events in a window, rising
   * @param draws from the law without drift
   */
  Detection(HeldOut heldOut, byte[] network, Ledger ledger, int[] sizes, int draws) {
    this.heldOut = heldOut;
    this.network = network;
    this.ledger = ledger;
    this.sizes = sizes.clone();
    this.laws = new FamilyTest.Laws(draws);
    this.outputs = outputs(heldOut.map());
    this.reference = heldOut.images().count() / 2;
  }

  /**
   * The levels at which one shift is just found, ours for each size and then theirs.
   *
   * @param seed parts the images into reference and stream, and decides what happens to them
   */
  double[] levels(String shift, double share, int seed) {
    String name = "detection/%s/%s/%d".formatted(shift, share, seed);
    return ledger.get(name, () -> measure(shift, share, seed));
  }

  /** The same where nothing has shifted. */
  double[] levelsWithoutShift(int seed) {
    return ledger.get("without/" + seed, () -> withoutShift(seed));
  }

  private double[] measure(String shift, double share, int seed) {
    int[] order = order(seed);
    SplittableRandom random = new SplittableRandom(seed * 1_000L + shift.hashCode());
    List<byte[]> stream = new ArrayList<>();
    for (int i = reference; i < order.length; i++) {
      changed(shift, share, order[i], random.split()).ifPresent(stream::add);
    }
    List<byte[]> first = stream.subList(0, Math.min(sizes[sizes.length - 1], stream.size()));
    return levels(order, seed, heldOut.features(first));
  }

  private double[] withoutShift(int seed) {
    int[] order = order(seed);
    double[][] window = new double[sizes[sizes.length - 1]][];
    Arrays.setAll(window, i -> features()[order[reference + i]]);
    return levels(order, seed, window);
  }

  private double[] levels(int[] order, int seed, double[][] stream) {
    double[][] before = new double[reference][];
    Arrays.setAll(before, i -> features()[order[i]]);
    FamilyTest ours =
        new FamilyTest(laws, heldOut.map(), before, HeldOut.hashes("reference-" + seed, reference));
    Bbsds theirs = new Bbsds(before, outputs);
    long[] hashes = HeldOut.hashes("event-" + seed, stream.length);
    double[] levels = new double[2 * sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      // A knock-out leaves fewer than the largest size.
      double[][] window = Arrays.copyOf(stream, Math.min(sizes[i], stream.length));
      levels[i] = ours.p(window, hashes);
      levels[sizes.length + i] = theirs.p(window);
    }
    return levels;
  }

  private Optional<byte[]> changed(String shift, double share, int index, SplittableRandom random) {
    ImageSet images = heldOut.images();
    if (shift.equals(Shifts.ADVERSARIAL)) {
      return Optional.of(
          random.nextDouble() < share ? adversarial().get(index) : images.image(index));
    }
    return Corruption.applyAll(
        Shifts.at(share).get(shift),
        images.image(index),
        images.width(),
        images.height(),
        images.label(index),
        random);
  }

  private double[][] features() {
    if (features == null) {
      int[] all = IntStream.range(0, heldOut.images().count()).toArray();
      features = heldOut.features(heldOut.pixels(all));
    }
    return features;
  }

  private List<byte[]> adversarial() {
    if (adversarial == null) {
      try {
        adversarial = Shifts.adversarial(network, heldOut);
      } catch (IOException e) {
        throw new UncheckedIOException("the network has no gradient", e);
      }
    }
    return adversarial;
  }

  private int[] order(int seed) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, heldOut.images().count()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] outputs(FeatureMap map) {
    return IntStream.range(0, map.size())
        .filter(i -> map.names().get(i).startsWith("prediction.logProbability"))
        .toArray();
  }
}
