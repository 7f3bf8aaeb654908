package org.inkstream.model.scorer;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network as steps that share their weights. */
final class CompiledNetwork implements Network {

  private final List<Step> steps;
  private final long[] inputRow;
  private final int classes;
  private final long weightBytes;
  private final AtomicLong scorerBytes = new AtomicLong();
  private volatile boolean closed;

  CompiledNetwork(List<Step> steps, long... inputRow) {
    this.steps = steps;
    this.inputRow = inputRow.clone();
    this.classes = (int) steps.get(steps.size() - 1).outputRow()[0];
    this.weightBytes = Float.BYTES * parameters();
  }

  @Override
  public int inputSize() {
    long size = 1;
    for (long dimension : inputRow) {
      size *= dimension;
    }
    return (int) size;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public long parameters() {
    return steps.stream()
        .flatMap(step -> step.weights().stream())
        .mapToLong(INDArray::length)
        .sum();
  }

  @Override
  public long nativeBytes() {
    return (closed ? 0 : weightBytes) + scorerBytes.get();
  }

  @Override
  public Scorer newScorer(int maxBatch) {
    requireOpen();
    return new CompiledScorer(this, maxBatch, scorerBytes::addAndGet);
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Step step : steps) {
      for (INDArray array : step.weights()) {
        if (!array.wasClosed()) {
          array.close();
        }
      }
    }
  }

  List<Step> steps() {
    return steps;
  }

  long[] inputRow() {
    return inputRow.clone();
  }

  /** Without this, freed weights would be read, which ends the process. */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the network is closed");
    }
  }
}
