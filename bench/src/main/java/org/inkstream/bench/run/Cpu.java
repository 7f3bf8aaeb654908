package org.inkstream.bench.run;

import java.lang.management.ManagementFactory;

/** Processor time of this process and of its threads. */
public final class Cpu {

  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Cpu() {}

  /** Nanoseconds that all threads of this process took, native ones included. */
  public static long processNanos() {
    return PROCESS.getProcessCpuTime();
  }

  /** Nanoseconds that the calling thread took. */
  public static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
