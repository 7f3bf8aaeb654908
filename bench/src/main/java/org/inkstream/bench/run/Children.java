package org.inkstream.bench.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.inkstream.model.command.CommandFailure;

/** Starts child JVMs, and ends them all when the benchmark is interrupted. */
public final class Children {

  /** Heap of every child, as {@code inkstream serve} has it. */
  public static final String HEAP = "512m";

  private final String mainClass;
  private final Set<Child> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * @param mainClass what the children run
   */
  public Children(String mainClass) {
    this.mainClass = mainClass;
  }

  /**
   * Starts a fresh JVM.
   *
   * @param name for people
   * @param helpers whether Deeplearning4j's oneDNN helpers are on
   * @param arguments of the main class
   */
  public Child start(String name, boolean helpers, List<String> arguments) {
    if (stopped) {
      throw new CommandFailure("interrupted");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options(helpers));
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    // Not an option: ONNX Runtime 1.29 crashes when the command line is longer than some thousands.
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("OMP_NUM_THREADS", "1");
    environment.putIfAbsent("INKSTREAM_LOG_LEVEL", "WARN");
    try {
      Child child = new Child(name, builder.start());
      running.removeIf(other -> !other.isAlive());
      running.add(child);
      if (stopped) {
        child.kill();
      }
      return child;
    } catch (IOException e) {
      throw new CommandFailure("cannot start a process for '" + name + "'", e);
    }
  }

  /** Ends all children at once and starts no more; may be called by any thread. */
  public void stop() {
    stopped = true;
    running.forEach(Child::kill);
  }

  private static List<String> options(boolean helpers) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx" + HEAP,
                "-XX:+UseParallelGC",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Dorg.eclipse.deeplearning4j.helpers.disable=" + !helpers,
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Dorg.bytedeco.javacpp.maxbytes=400m"));
    String home = System.getProperty("inkstream.home");
    if (home != null) {
      options.add("-Dinkstream.home=" + home);
    }
    // What newer Javas need for native code was given to this process.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(o -> o.startsWith("--enable-native") || o.startsWith("--sun-misc"))
        .forEach(options::add);
    return options;
  }
}
