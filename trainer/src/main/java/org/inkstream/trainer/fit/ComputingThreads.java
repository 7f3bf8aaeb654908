package org.inkstream.trainer.fit;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** How many threads a tensor operation may use. */
public final class ComputingThreads {

  private ComputingThreads() {}

  /**
   * Sets the number for the operations that the calling thread starts from now on. Without it,
   * OpenMP's environment variable OMP_NUM_THREADS counts, or else all processors.
   *
   * @param threads at least 1
   */
  public static void use(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    // The native library is loaded by the first use of ND4J, and not by asking for its operations.
    Nd4j.getExecutioner();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
