package org.inkstream.streams.serve;

import java.nio.file.Path;
import java.util.List;
import org.inkstream.streams.cluster.ContainerBrokers;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** In a container, whose own file system keeps the data while it is stopped. */
final class ApicurioContainer implements ApicurioServer {

  private static final int PORT = 8080;

  private final GenericContainer<?> container;

  /** Not started. */
  ApicurioContainer(String image, int port) {
    container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withEnv(ApicurioRegistry.storage(Path.of("/tmp/data")))
            .withEnv("JAVA_OPTIONS", "-Xmx256m")
            .withStartupTimeout(ContainerBrokers.MOST_STARTUP);
    // One that Docker chose would be another after the next start.
    container.setPortBindings(List.of(port + ":" + PORT));
  }

  @Override
  public void start() {
    if (container.getContainerId() == null) {
      container.start();
    } else {
      container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public boolean isAlive() {
    return container.isRunning();
  }

  @Override
  public void stop() {
    container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public String log() {
    return container.getLogs();
  }

  @Override
  public void remove() {
    container.stop();
  }
}
