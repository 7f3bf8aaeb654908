package org.inkstream.model.scorer;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An operation with its arrays, made once and run for each batch: preparing the call anew takes
 * ND4J longer than a small matrix product.
 */
interface BoundOp extends AutoCloseable {

  /** Runs the operation. */
  void run();

  @Override
  void close();

  /** An operation that holds no native memory of its own. */
  static BoundOp of(Runnable operation) {
    return new BoundOp() {
      @Override
      public void run() {
        operation.run();
      }

      @Override
      public void close() {}
    };
  }

  /** One of ND4J's named operations. */
  static BoundOp custom(String name, List<INDArray> inputs, INDArray output, int... arguments) {
    CustomOp op =
        DynamicCustomOp.builder(name)
            .addInputs(inputs.toArray(INDArray[]::new))
            .addOutputs(output)
            .addIntegerArguments(arguments)
            .build();
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs);
    context.setOutputArrays(output);
    long[] integers = new long[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      integers[i] = arguments[i];
    }
    context.setIArguments(integers);
    return new BoundOp() {
      @Override
      public void run() {
        Nd4j.getExecutioner().exec(op, context);
      }

      @Override
      public void close() {
        try {
          context.close();
        } catch (Exception e) {
          throw new IllegalStateException("cannot free the context of " + name, e);
        }
      }
    };
  }
}
