package org.nd4j.nativeblas;

/**
 * Brings Deeplearning4j 1.0.0-M2.1's oneDNN helpers back to life.
 *
 * <p>{@code BaseMKLDNNHelper} asks by reflection for {@code Nd4jCpu$Environment} in this package;
 * the class moved elsewhere, so the helpers find nothing and silently stay off: convolutions are
 * then ten times slower. A class of that name with these two methods is all they look for. A test
 * fails when a convolution layer has no helper; delete this file when a release of Deeplearning4j
 * passes that test without it.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** The two methods that {@code BaseMKLDNNHelper} calls. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** The only instance. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** True: the native library on our class path is the one built with oneDNN. */
    public boolean isUseMKLDNN() {
      return true;
    }
  }
}
