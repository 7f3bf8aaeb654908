package org.inkstream.model.plain;

import java.util.List;
import java.util.Random;

/** Small plain models for tests. */
public final class PlainModels {

  private PlainModels() {}

  /**
   * Two trees over the first two numbers: of x0 <= 0.5 with probabilities (1, 0) and (1/4, 3/4),
   * and of x1 <= 0.25 and then x0 <= 0.75.
   */
  public static Trees trees(int inputs) {
    Trees.Node inner =
        new Trees.Split(
            0, 0.75f, new Trees.Leaf(new float[] {0, 1}), new Trees.Leaf(new float[] {0.5f, 0.5f}));
    return Trees.of(
        inputs,
        2,
        List.of(
            new Trees.Split(
                0,
                0.5f,
                new Trees.Leaf(new float[] {1, 0}),
                new Trees.Leaf(new float[] {0.25f, 0.75f})),
            new Trees.Split(1, 0.25f, inner, new Trees.Leaf(new float[] {0.75f, 0.25f}))));
  }

  /** Random landmarks and weights. */
  public static KernelMachine kernels(int inputs, int classes, int landmarks) {
    Random random = new Random(4);
    return KernelMachine.of(
        inputs,
        classes,
        0.1f,
        numbers(random, inputs * landmarks),
        numbers(random, landmarks * classes));
  }

  /** Random weights. */
  public static Recurrent recurrent(int steps, int width, int classes) {
    Random random = new Random(5);
    int units = 3;
    return Recurrent.of(
        steps,
        width,
        units,
        classes,
        numbers(random, (width + units + 1) * 4 * units),
        numbers(random, (units + 1) * classes));
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.3f;
    }
    return numbers;
  }
}
