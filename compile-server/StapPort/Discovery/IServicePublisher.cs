namespace StapFarm.CompileServer.StapPort.Discovery;

/// <summary>Announces a service on the local network.</summary>
internal interface IServicePublisher
{
    /// <summary>Announces it until it is called off or that fails.</summary>
    /// <param name="name">The instance's name. When another host has it the publisher takes another by itself.</param>
    /// <param name="established">Called when others can see it.</param>
    /// <returns>Why it ended; it never succeeds.</returns>
    Task<PublishFailure> PublishAsync(string name, Announcement announcement, Action established, CancellationToken cancellationToken);
}
