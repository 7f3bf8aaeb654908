package org.inkstream.model.scorer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.factory.Nd4j;

/** Runs compiled steps in memory allocated once; plans for each batch size are made when needed. */
final class CompiledScorer implements Scorer {

  /**
   * A single image is scored beside another row: for one row the matrix product is done by another
   * routine, which adds in another order, and an answer would depend on whether the image came
   * alone.
   */
  private static final int FEWEST_ROWS = 2;

  private final CompiledNetwork network;
  private final List<NativeBlock> blocks = new ArrayList<>();
  private final BoundOp[][] plans;
  private final int inputSize;
  private final int classes;
  private final int embeddingSize;
  private final int maxBatch;
  private final LongConsumer allocated;
  private boolean closed;

  /**
   * @param allocated is told of native bytes taken, and with a minus of those given back
   * @throws OutOfMemoryError if it alone would take more than JavaCPP's bound of native memory
   */
  CompiledScorer(CompiledNetwork network, int maxBatch, LongConsumer allocated) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch " + maxBatch + " is less than 1");
    }
    this.network = network;
    this.classes = network.classes();
    this.maxBatch = maxBatch;
    this.allocated = allocated;
    int rows = Math.max(FEWEST_ROWS, maxBatch);
    requireBounded(network, rows);
    this.plans = new BoundOp[rows + 1][];
    NativeBlock input = new NativeBlock(rows, network.inputRow());
    input.rows(rows).assign(0);
    blocks.add(input);
    for (Step step : network.steps()) {
      blocks.add(
          step.inPlace() ? blocks.get(blocks.size() - 1) : new NativeBlock(rows, step.outputRow()));
    }
    this.inputSize = (int) (input.data().length() / rows);
    this.embeddingSize = (int) (embeddings().data().length() / rows);
    allocated.accept(bytes());
  }

  @Override
  public int inputSize() {
    return inputSize;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int maxBatch() {
    return maxBatch;
  }

  @Override
  public int embeddingSize() {
    return embeddingSize;
  }

  @Override
  public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
    if (closed) {
      throw new IllegalStateException("the scorer is closed");
    }
    network.requireOpen();
    Batches.check(this, inputs, count, probabilities, embeddings);
    if (count == 0) {
      return;
    }
    NativeBlock input = blocks.get(0);
    NativeBlock output = blocks.get(blocks.size() - 1);
    pointer(input).put(inputs, 0, count * inputSize);
    Nd4j.getAffinityManager().tagLocation(input.data(), Location.HOST);
    for (BoundOp op : plan(Math.max(FEWEST_ROWS, count))) {
      op.run();
    }
    Nd4j.getExecutioner().commit();
    Nd4j.getAffinityManager().ensureLocation(output.rows(count), Location.HOST);
    pointer(output).get(probabilities, 0, count * classes);
    if (embeddings.length > 0) {
      Nd4j.getAffinityManager().ensureLocation(embeddings().rows(count), Location.HOST);
      pointer(embeddings()).get(embeddings, 0, count * embeddingSize);
    }
    for (int row = 0; row < count; row++) {
      Batches.softmax(probabilities, row * classes, classes);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    allocated.accept(-bytes());
    for (BoundOp[] plan : plans) {
      if (plan != null) {
        for (BoundOp op : plan) {
          op.close();
        }
      }
    }
    blocks.forEach(NativeBlock::close);
  }

  private BoundOp[] plan(int rows) {
    if (plans[rows] == null) {
      List<Step> steps = network.steps();
      BoundOp[] plan = new BoundOp[steps.size()];
      for (int i = 0; i < plan.length; i++) {
        Step step = steps.get(i);
        plan[i] = step.bind(blocks.get(step.reads(i)), blocks.get(i + 1), rows);
      }
      plans[rows] = plan;
    }
    return plans[rows];
  }

  /**
   * A few weights can make feature maps of any size. JavaCPP would stop at its bound; ND4J takes
   * its memory from the system, past it.
   */
  private static void requireBounded(CompiledNetwork network, int rows) {
    double values = size(network.inputRow());
    for (Step step : network.steps()) {
      values += step.inPlace() ? 0 : size(step.outputRow());
    }
    double bytes = values * rows * Float.BYTES;
    long bound = Pointer.maxBytes();
    if (bound > 0 && bytes > bound) {
      throw new OutOfMemoryError(
          String.format(
              Locale.ROOT,
              "scoring %d images takes %.0f bytes, %d are allowed",
              rows,
              bytes,
              bound));
    }
  }

  private static double size(long[] shape) {
    double size = 1;
    for (long dimension : shape) {
      size *= dimension;
    }
    return size;
  }

  /** What the last step reads. */
  private NativeBlock embeddings() {
    return blocks.get(blocks.size() - 2);
  }

  private long bytes() {
    return blocks.stream().distinct().mapToLong(NativeBlock::bytes).sum();
  }

  private static FloatPointer pointer(NativeBlock block) {
    return (FloatPointer) block.data().pointer();
  }
}
