package org.inkstream.model.scorer;

/** Classes whose static initialisers leave a trace. Tests name them, and never use them. */
final class Canary {

  private static final String PREFIX = "inkstream.canary.";

  private Canary() {}

  /** True if the class of this simple name was ever initialised. */
  static boolean sang(String simpleName) {
    return System.getProperty(PREFIX + simpleName) != null;
  }

  /** Named in a file that is handed to Deeplearning4j itself. */
  public static final class Unguarded {
    static {
      System.setProperty(PREFIX + "Unguarded", "sang");
    }
  }

  /** Named in files that are handed to us. */
  public static final class Guarded {
    static {
      System.setProperty(PREFIX + "Guarded", "sang");
    }
  }
}
