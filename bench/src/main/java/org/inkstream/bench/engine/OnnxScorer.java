package org.inkstream.bench.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.inkstream.model.scorer.Scorer;

/** ONNX Runtime with one thread, its input in memory that is not copied. */
public final class OnnxScorer implements Scorer {

  private final OrtSession session;
  private final int inputSize;
  private final int classes;
  private final int maxBatch;
  private final FloatBuffer input;

  /**
   * @param file an ONNX file
   * @throws IllegalArgumentException if ONNX Runtime refuses it
   */
  public OnnxScorer(byte[] file, int inputSize, int classes, int maxBatch) {
    this.inputSize = inputSize;
    this.classes = classes;
    this.maxBatch = maxBatch;
    this.input =
        ByteBuffer.allocateDirect(maxBatch * inputSize * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.session = OrtEnvironment.getEnvironment().createSession(file, options);
    } catch (OrtException e) {
      throw new IllegalArgumentException("ONNX Runtime refuses the network", e);
    }
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
    return 0;
  }

  /** Gives no embeddings: what is compared are the probabilities. */
  @Override
  public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
    input.clear();
    input.put(inputs, 0, count * inputSize).flip();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), input, new long[] {count, inputSize});
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, tensor))) {
      OnnxTensor answer = (OnnxTensor) result.get(0);
      answer.getFloatBuffer().get(probabilities, 0, count * classes);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed", e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed", e);
    }
  }
}
